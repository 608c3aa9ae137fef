using System.Globalization;
using Spectre.Console;

namespace Reminders.LocalHost.Terminal;

/// <summary>Prints SMS under a heading for each day.</summary>
internal sealed class Timeline
{
    private LocalDate? shown;

    /// <summary>Prints the day's heading, if it has not been printed.</summary>
    public void Day(LocalDate date)
    {
        if (shown == date)
            return;
        shown = date;
        Screen.Out.WriteLine();
        Screen.Out.Write(new Text(date.ToString("uuuu-MM-dd ddd", CultureInfo.InvariantCulture), new Style(decoration: Decoration.Bold)));
        Screen.Out.WriteLine();
    }

    public void Show(RehearsedSms sms)
    {
        Day(sms.At.Date);
        var (notice, size) = (sms.Notice, SmsSize.Of(sms.Message.Text));
        var style = new Style(notice.Role switch { Role.Person => Color.Green, Role.Leader => Color.Yellow, _ => Color.Red });
        var to = Say($"SMS to {notice.Name} ({RoleName(notice.Role)}, {notice.To.Masked}), {size.Segments} segment(s)");
        Screen.Out.Write(new Text($"  {sms.At:HH:mm} {to}, ", style));
        Screen.Out.Write(new Text(string.Join(' ', SmsJson.Steps(sms)), new Style(Color.Grey)));
        Screen.Out.WriteLine();
        Screen.Out.Write(new Padder(new Text(sms.Message.Text), new Padding(8, 0, 0, 0)));
    }

    internal static Wording RoleName(Role role) => role switch
    {
        Role.Person => $"responsible person 责任人",
        Role.Leader => $"responsible leader 责任领导",
        _ => $"supervisor 督查",
    };
}
