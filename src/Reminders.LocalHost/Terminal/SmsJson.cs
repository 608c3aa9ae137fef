using System.Text.Json;
using NodaTime.Text;

namespace Reminders.LocalHost.Terminal;

/// <summary>What <c>rehearse --json</c> prints: one line for each SMS, a contract. Steps carry the item's code within the plan.</summary>
internal static class SmsJson
{
    public static string Line(RehearsedSms sms)
    {
        var notice = sms.Notice;
        var size = SmsSize.Of(sms.Message.Text);
        return JsonSerializer.Serialize(
            new
            {
                At = OffsetDateTimePattern.Rfc3339.Format(sms.At),
                Kind = Lower(notice.Kind),
                To = new { notice.Name, Role = Lower(notice.Role), Phone = notice.To.Value },
                Steps = Steps(sms),
                sms.Message.Text,
                size.Encoding,
                size.Segments,
            },
            PlanJson.Options);
    }

    /// <summary>The steps that the SMS tells, such as <c>1:before-7</c>.</summary>
    public static IEnumerable<string> Steps(RehearsedSms sms) =>
        sms.Notice.Steps.Where(s => s.Dropped is null).Select(s => $"{s.Id.Item.Ordinal}:{s.Id.Name}").Distinct();

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
