namespace Reminders.InMemory.Tests;

public sealed class OutboxTests : SenderContract
{
    private readonly Outbox outbox;

    public OutboxTests() => outbox = new(Clock);

    protected override ISmsSender Sender => outbox;

    protected override int Count => outbox.Messages.Count;
}

/// <summary>The scripted provider after the end of its script.</summary>
public sealed class ScriptedProviderTests : SenderContract
{
    private readonly ScriptedProvider provider;

    public ScriptedProviderTests() => provider = new(Clock);

    protected override ISmsSender Sender => provider;

    protected override int Count => provider.Taken.Count;
}
