using System.Net.Sockets;
using Azure;
using Azure.Identity;
using Microsoft.AspNetCore.Connections;

namespace Reminders.LocalHost.Commands;

/// <summary>What went wrong, as one line for people, where it is something that people can put right.</summary>
internal static class Refusals
{
    /// <summary>The line, or null for a fault of the program, which must be seen whole.</summary>
    public static string? Line(Exception refusal) => refusal switch
    {
        InputRefusedException refused => $"{refused.Code}: {refused.Message}",
        PrerequisiteException missing => missing.Message,
        FileNotFoundException missing => $"file-not-found: There is no file {missing.FileName}; check the path.",
        DirectoryNotFoundException => $"file-not-found: {refusal.Message}",
        UnauthorizedAccessException => $"file-not-readable: {refusal.Message} Check the file's permissions.",
        AddressInUseException => Line(PortCheck.InUse()),
        // Seen at a start while the store's process was being killed (November 2026): addresses to listen on have refusals of their own.
        SocketException broken => $"ledger-unreachable: The connection to the table store broke off ({broken.Message}); check Reminders:Ledger:ConnectionString, and start again.",
        RequestFailedException failed => $"ledger-unreachable: The table store did not do what it was asked ({failed.Message.Split('\n')[0].Trim()}); check Reminders:Ledger:ConnectionString.",
        AuthenticationFailedException refused => $"not-signed-in: {refused.Message.Split('\n')[0].Trim()} Sign in with az login.",
        AggregateException { InnerException: RequestFailedException last } => Line(last),
        IOException { InnerException: AddressInUseException inner } => Line(inner),
        IOException unreadable => $"file-not-readable: {unreadable.Message.Split('\n')[0]} Close it in other programs and try again.",
        _ => null,
    };
}
