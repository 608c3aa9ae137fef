var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.SetMinimumLevel(LogLevel.Warning);
await using var app = builder.Build();
app.MapGet("/api/health", () => "alive");
await app.StartAsync();
Console.WriteLine($"Reminders serves {app.Urls.First()}, nothing.");
await app.WaitForShutdownAsync();
