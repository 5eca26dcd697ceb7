using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Hosting;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Hosting;
using AiInfra.Serving.Runtimes;
using AiInfra.Testing;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts test models behind deployments.</summary>
public static class AiInfraTestingBuilderExtensions
{
    /// <summary>Serves a model of the test's own under a deployment's name: what asks for the deployment gets it. Works in a <see cref="TestHost"/> and in a real host, where it takes the place of the model that the program serves.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">Name of the deployment.</param>
    /// <param name="model">The model, for example a <see cref="FakeModel"/> or a <see cref="RecordedModel"/>. The caller keeps owning it.</param>
    /// <param name="configure">How it serves.</param>
    public static AiInfraBuilder AddTestModel(this AiInfraBuilder builder, string name, IModel model, Action<ServingBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(model);
        IServiceCollection services = builder.Services;
        if (services.FirstOrDefault(s => s.ImplementationInstance is TestModels)?.ImplementationInstance is not TestModels models)
        {
            models = new TestModels();
            services.AddSingleton(models);
            // First of all hosted services: the models must be registered when the deployments load.
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService, TestModelRegistrar>());
        }

        models.Add(name, model);
        builder.AddServing(name, serving =>
        {
            configure?.Invoke(serving);
            serving.Configure(o =>
            {
                o.File = null;

                // A warm-up would ask the test's function about rows that the test never gave.
                o.WarmUp = false;
            });
        });
        services.AddOptions<DeploymentOptions>(name).Configure<ModelRuntimes>((o, runtimes) => (o.Runtime, o.OwnRuntime) = (null, new DelegateRuntime(Open(runtimes))));
        return builder;

        // What is registered is played by the test; a candidate that a release or the learning loop judges is itself.
        Func<ModelVersion, IArtifactStore, CancellationToken, Task<IModel>> Open(ModelRuntimes runtimes) => (version, artifacts, cancellationToken) => version.Version == 0
            ? runtimes.OpenAsync(version, artifacts, cancellationToken: cancellationToken)
            : Task.FromResult(models.Load(name, version.Version));
    }
}
