using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Hosting;
using AiInfra.MLflow;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Logs a host's runs to an MLflow server as well.</summary>
public static class AiInfraMlflowBuilderExtensions
{
    /// <summary>Logs every run of the host's catalog to an MLflow server as well, whoever starts it: trainings, the learning loop, pipelines, your own. The host neither waits for the server nor fails for it. Choose the store before.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="server">Address of the server, as "http://mlflow:5000".</param>
    /// <param name="folder">Folder that keeps what could not be sent, over restarts too.</param>
    /// <param name="configure">Credentials, limits and times.</param>
    /// <exception cref="InvalidOperationException">No store was chosen yet.</exception>
    public static AiInfraBuilder LogToMlflow(this AiInfraBuilder builder, string server, string folder, Action<MlflowOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(server);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ServiceDescriptor there = builder.Services.LastOrDefault(s => s.ServiceType == typeof(ICatalog) && !s.IsKeyedService)
            ?? throw new InvalidOperationException("There is no catalog yet whose runs could be logged to MLflow. Choose the store before: ai.StoreIn(\"data\").LogToMlflow(…).");
        builder.Services.AddCheckedOptions<MlflowOptions>().Configure(o =>
        {
            o.Server = Uri.TryCreate(server, UriKind.Absolute, out Uri? address) ? address : null;
            o.Folder = folder;
            configure?.Invoke(o);
        });
        builder.Services.Remove(there);
        builder.Services.AddSingleton(s => new MlflowRunStore(
            Behind(s).Runs, s.GetRequiredService<IOptions<MlflowOptions>>().Value, s.GetService<IArtifactStore>(), s.GetService<ILogger<MlflowRunStore>>()));
        builder.Services.AddSingleton<ICatalog>(s => new MlflowCatalog(Behind(s), s.GetRequiredService<MlflowRunStore>()));
        return builder;

        ICatalog Behind(IServiceProvider services) => (ICatalog)(there.ImplementationInstance ?? there.ImplementationFactory?.Invoke(services) ?? ActivatorUtilities.CreateInstance(services, there.ImplementationType!));
    }
}
