namespace Reminders.Core.Tests;

public sealed class LayersTests()
    : Layers(typeof(Item).Assembly, "Languages", "Input", "People", "Time", "Items", "Texts", "Notices", "Plans", "Ports", "UseCases");
