using Grpc.Net.Client;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core;
using Microsoft.Azure.ServiceBus.Grpc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: WorkerExtensionStartup(typeof(ServiceBusExtensionStartup))]

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Connects the worker to its host for the settlement of messages.</summary>
public sealed class ServiceBusExtensionStartup : WorkerExtensionStartup
{
    /// <summary>The setting with the host's address, which the worker gets on its command line.</summary>
    private const string HostEndpoint = "Functions:Worker:HostEndpoint";

    public override void Configure(IFunctionsWorkerApplicationBuilder applicationBuilder) =>
        applicationBuilder.Services
            .AddSingleton(services => GrpcChannel.ForAddress(
                services.GetRequiredService<IConfiguration>()[HostEndpoint]
                ?? throw new InvalidOperationException("The worker was started without the address of its host.")))
            .AddSingleton(services => new Settlement.SettlementClient(services.GetRequiredService<GrpcChannel>()));
}
