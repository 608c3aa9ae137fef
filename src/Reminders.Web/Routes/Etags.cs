using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Reminders.Web.Routes;

/// <summary>
/// Tags the JSON answers to GET (RFC 9110), so that a program that asks again learns with 304 that nothing has changed. The answers are
/// still not to be stored by browsers, because they hold names and numbers: a program keeps the tag itself.
/// </summary>
internal static class Etags
{
    public static async ValueTask<object?> TagAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var answer = await next(call);
        var result = answer is INestedHttpResult nested ? nested.Result : answer;
        return HttpMethods.IsGet(call.HttpContext.Request.Method) && result is IValueHttpResult { Value: { } value }
            and IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK }
            ? new Tagged(value)
            : answer;
    }

    private sealed class Tagged(object value) : IResult
    {
        public async Task ExecuteAsync(HttpContext http)
        {
            var options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            var body = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), options);
            // Weak, because a compressed answer has other bytes.
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"", isWeak: true);
            http.Response.Headers.ETag = tag.ToString();
            if (http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == "*" || known.Compare(tag, useStrongComparison: false)))
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
            http.Response.ContentType = "application/json; charset=utf-8";
            http.Response.ContentLength = body.Length;
            await http.Response.Body.WriteAsync(body, http.RequestAborted);
        }
    }
}
