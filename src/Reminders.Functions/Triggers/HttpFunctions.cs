using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Reminders.Functions.Triggers;

/// <summary>The API and the console: one function takes every call and runs the pipeline that the local host runs.</summary>
public sealed class HttpFunctions(ApiPipeline pipeline)
{
    [Function("Api")]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        await pipeline.RunAsync(request.HttpContext);
        return Results.Empty; // the pipeline has answered
    }
}
