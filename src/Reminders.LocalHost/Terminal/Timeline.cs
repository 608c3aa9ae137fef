using System.Globalization;
using Spectre.Console;

namespace Reminders.LocalHost.Terminal;

/// <summary>Prints SMS under a heading for each day: coloured and in lines of its width on a terminal, plain elsewhere.</summary>
internal sealed class Timeline
{
    private LocalDate? shown;

    /// <summary>Where the output goes when it is no terminal.</summary>
    public TextWriter Plain { get; init; } = Console.Out;

    /// <summary>Prints the day's heading, if it has not been printed.</summary>
    public void Day(LocalDate date)
    {
        if (shown == date)
            return;
        shown = date;
        Line("");
        Line(date.ToString("uuuu-MM-dd ddd", CultureInfo.InvariantCulture), new Style(decoration: Decoration.Bold));
    }

    public void Line(string text, Style? style = null)
    {
        if (Console.IsOutputRedirected)
        {
            Plain.WriteLine(text);
            return;
        }
        Screen.Out.Write(new Text(text, style));
        Screen.Out.WriteLine();
    }

    public void Show(RehearsedSms sms)
    {
        Day(sms.At.Date);
        var notice = sms.Notice;
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"  {sms.At:HH:mm} SMS to {notice.Name} ({RoleName(notice.Role)}, {notice.To.Masked}), {sms.Size.Segments} segment(s), ");
        var steps = string.Join(' ', SmsJson.Steps(sms));
        if (Console.IsOutputRedirected)
        {
            Plain.Write(head);
            Plain.WriteLine(steps);
            Plain.Write("        ");
            Plain.WriteLine(sms.Message.Text);
            return;
        }
        var style = new Style(notice.Role switch { Role.Person => Color.Green, Role.Leader => Color.Yellow, _ => Color.Red });
        Screen.Out.Write(new Text(head, style));
        Screen.Out.Write(new Text(steps, new Style(Color.Grey)));
        Screen.Out.WriteLine();
        Screen.Out.Write(new Padder(new Text(sms.Message.Text), new Padding(8, 0, 0, 0)));
    }

    internal static string RoleName(Role role) => role switch
    {
        Role.Person => "responsible person 责任人",
        Role.Leader => "responsible leader 责任领导",
        _ => "supervisor 督查",
    };
}
