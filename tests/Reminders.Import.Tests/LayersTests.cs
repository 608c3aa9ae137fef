namespace Reminders.Import.Tests;

public sealed class LayersTests() : Layers(typeof(PlanFile).Assembly, "Words", "Files", "Deadlines", "Plans", "Contacts");
