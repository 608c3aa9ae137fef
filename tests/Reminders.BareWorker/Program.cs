using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
await builder.Build().RunAsync();

/// <summary>The one function of the app.</summary>
public sealed class Beat
{
    [Function("Beat")]
    public void Run([TimerTrigger("0 0 * * * *")] TimerInfo timer) => _ = timer;
}
