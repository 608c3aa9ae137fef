using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Reminders.Web.Routes;

/// <summary>What a request carries: a file as multipart field or as the body itself, or a JSON command.</summary>
internal static class Uploads
{
    /// <summary>The uploaded file of that field, or the body when the request is no form; null when the form has no such field.</summary>
    public static async Task<(ReadOnlyMemory<byte> Content, string? Name)?> FileAsync(ApiCall call, string field)
    {
        var request = call.Http.Request;
        if (!IsForm(request))
            return field == "file" ? (await ReadAsync(call, request.Body), null) : null;
        try
        {
            var form = await request.ReadFormAsync(call.Cancellation);
            RequireKnown(form, ((FileBody)call.Called.Body!).Fields);
            if (form.Files.GetFile(field) is not { } file)
                return null;
            await using var stream = file.OpenReadStream();
            return (await ReadAsync(call, stream), file.FileName);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw ProblemException.BadRequest("form-broken", "The multipart form is cut off or malformed; send the file in the form field 'file', or as the body.");
        }
    }

    /// <summary>What is said of a field of a form that a call does not take.</summary>
    public static ProblemException UnknownField(string name, IEnumerable<string> known) =>
        ProblemException.BadRequest(
            "form-invalid", $"There is no field '{QueryCheck.Shown(name)}' here; the form has {string.Join(", ", known)}.");

    public static ProblemException FieldTwice(string name) =>
        ProblemException.BadRequest("form-invalid", $"The field '{QueryCheck.Shown(name)}' stands in the form twice; send it once.");

    private static void RequireKnown(IFormCollection form, IReadOnlyCollection<FileField> fields)
    {
        var names = form.Files.Select(f => f.Name).Concat(form.Keys).ToList();
        if (names.FirstOrDefault(n => fields.All(f => !f.Name.Equals(n, StringComparison.OrdinalIgnoreCase))) is { } unknown)
            throw UnknownField(unknown, fields.Select(f => f.Name));
        if (names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(n => n.Count() > 1) is { } twice)
            throw FieldTwice(twice.Key);
    }

    /// <summary>The JSON body as a command.</summary>
    public static async Task<T> JsonAsync<T>(ApiCall call)
    {
        if ((call.Called.Body as JsonBody)?.Type != typeof(T) && (call.Called.Body as FileOrJsonBody)?.Json != typeof(T))
            throw new InvalidOperationException($"{call.Called.Pattern} does not say that it takes a {typeof(T).Name}.");
        try
        {
            var body = await ReadAsync(call.Http.Request.Body, BodyLimit.MostOfJson, BodyLimit.JsonTooLarge, call.Cancellation);
            var json = body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body; // which some editors put before a text
            return JsonSerializer.Deserialize<T>(json.Span, BodyJson.Options)
                ?? throw ProblemException.BadRequest("body-missing", "The body must be a JSON object.");
        }
        catch (JsonException broken)
        {
            throw ProblemException.BadRequest("body-invalid", $"The body is not what this call takes (at {broken.Path ?? "$"}): {BodyJson.Fault(broken)}");
        }
    }

    /// <summary>A number of a JSON body.</summary>
    public static PhoneNumber Phone(ApiCall call, string text) => call.Services.Readers.Phone(text)
        ?? throw ProblemException.BadRequest("phone-invalid", "A phone number in the body is no mobile number; write it as 139 0000 0001 or +86 139 0000 0001.");

    /// <summary>Somebody new of a JSON body. The reader of lists knows what a name must look like.</summary>
    public static Party Person(ApiCall call, PersonBody body)
    {
        var number = Phone(call, body.Phone);
        var row = new { body.Name, Phone = number.Value };
        return new(call.Services.Readers.Contacts(JsonSerializer.SerializeToUtf8Bytes(new[] { row }, ApiJson.Options), "person.json").First().Name, number);
    }

    /// <summary>The contact's or flagged number whose id, its fingerprint, is in the address. No address holds a number itself: hosts log addresses.</summary>
    public static async Task<PhoneNumber> NumberAsync(ApiCall call) => await KnownNumberAsync(call) ?? throw NoSuchNumber();

    /// <summary>The same, or the number of somebody in an item: now, or at its last change, so that a cut-off change of a number can be repeated.</summary>
    public static async Task<PhoneNumber> NumberAmongItemsAsync(ApiCall call)
    {
        if (await KnownNumberAsync(call) is { } known)
            return known;
        var people = await call.Services.UseCases.ReadPeople.RunAsync(call.Cancellation);
        await foreach (var item in call.Services.Ledger.Items.ItemsAsync(null, call.Cancellation))
        {
            if (Enum.GetValues<Role>().SelectMany(role => item.Recipients(role).Concat(people.Told(item).Recipients(role))).Select(p => p.InOwnName().Phone).FirstOrDefault(n => n is { } number && IsCalled(call, number)) is { } named)
                return named;
        }
        throw NoSuchNumber();
    }

    private static async Task<PhoneNumber?> KnownNumberAsync(ApiCall call)
    {
        var contacts = await call.Services.Ledger.People.ContactsAsync(call.Cancellation);
        var flags = (await call.Services.Ledger.Barriers.BarriersAsync(call.Cancellation)).Flags;
        return contacts.Select(c => c.Phone).Concat(flags.Select(f => f.Number)).Cast<PhoneNumber?>().FirstOrDefault(n => IsCalled(call, n!.Value));
    }

    private static bool IsCalled(ApiCall call, PhoneNumber number) => string.Equals(number.Fingerprint, call.Route("id").Split('-')[0], StringComparison.OrdinalIgnoreCase);

    private static ProblemException NoSuchNumber() =>
        ProblemException.NotFound("number with that id; ids are listed by GET /api/contacts, and those of flagged numbers by GET /api/numbers");

    // curl calls every body a urlencoded form unless it is told otherwise; only multipart can carry files.
    public static bool IsForm(HttpRequest request) => request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true;

    private static Task<ReadOnlyMemory<byte>> ReadAsync(ApiCall call, Stream stream)
    {
        var limits = call.Services.Readers.Limits;
        return ReadAsync(
            stream, limits.MaxBytes, () => BodyLimit.FileTooLarge(limits), call.Cancellation);
    }

    /// <summary>A stream to its end, or what is said of one that is longer than so many bytes.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, int maxBytes, Func<ProblemException> tooLarge, CancellationToken cancellation)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[81920];
        while (await stream.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            copy.Write(buffer, 0, read);
            if (copy.Length > maxBytes)
                throw tooLarge();
        }
        return copy.ToArray();
    }
}
