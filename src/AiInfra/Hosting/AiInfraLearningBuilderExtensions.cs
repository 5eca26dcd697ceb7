using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Hosting;
using AiInfra.Core.Signals;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using AiInfra.Evaluation;
using AiInfra.Hosting;
using AiInfra.Learning;
using AiInfra.Observability.Monitoring;
using AiInfra.Serving.Deployments;
using AiInfra.Training.Recipes;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds continuous learning to a host.</summary>
public static class AiInfraLearningBuilderExtensions
{
    /// <summary>
    /// Lets a deployment go on learning while the host runs: it resumes, or trains its first model on the dataset named, then retrains, promotes and rolls back as its options say.
    /// The <see cref="LearningLoop"/> is a keyed service under the deployment's name. Alarms come from <c>AddMonitoring</c> of the same name; without it only the volume of labels asks for retrainings.
    /// It trains as <c>AddTraining</c> of the same name says (dataset, target, columns left out, network, options, recipe); without one, or where it does not say how, by the best of linear model, trees and network (<see cref="BestOfRecipe"/>).
    /// The gate of <c>AddEvaluation</c> of the same name decides on the first model and on challengers; without one the loop asks whether challengers are better than the champion.
    /// Calling it again for one deployment adds to its options.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="deployment">Deployment that learns; add it with <c>AddServing</c>.</param>
    /// <param name="configure">How; the target column must be named here or in the training of the same name.</param>
    public static AiInfraBuilder AddContinuousLearning(this AiInfraBuilder builder, string deployment, Action<LearningBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(deployment);
        ArgumentNullException.ThrowIfNull(configure);
        configure(new LearningBuilder(builder.Services, deployment));
        return Add(builder, deployment);
    }

    /// <summary>The same with the target named in terms of the record that the dataset was ingested as: <c>loop => loop.On("readings").Target(r => r.Up)</c>. A renamed property is a compiler error then.</summary>
    /// <typeparam name="T">The record; the columns are named as ingestion names them.</typeparam>
    /// <inheritdoc cref="AddContinuousLearning(AiInfraBuilder, string, Action{LearningBuilder})" />
    public static AiInfraBuilder AddContinuousLearning<T>(this AiInfraBuilder builder, string deployment, Action<LearningBuilder<T>> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(deployment);
        ArgumentNullException.ThrowIfNull(configure);
        configure(new LearningBuilder<T>(builder.Services, deployment));
        return Add(builder, deployment);
    }

    private static AiInfraBuilder Add(AiInfraBuilder builder, string deployment)
    {
        IServiceCollection services = builder.Services;
        if (services.Any(s => s.IsKeyedService && s.ServiceType == typeof(LearningLoop) && deployment.Equals(s.ServiceKey)))
        {
            return builder;
        }

        builder.AddTrees();
        services.AddCheckedOptions<LearningOptions>(deployment);
        services.AddCheckedOptions<BestOfOptions>(deployment);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LearningOptions>, LearningOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<LearningOptions>, LearningFromTraining>());
        services.AddKeyedSingleton(deployment, (sp, _) => CreateLoop(sp, deployment));
        services.AddSingleton<IHostedService>(sp => new LearningService(
            deployment,
            sp.GetRequiredKeyedService<LearningLoop>(deployment),
            sp.GetRequiredService<IOptionsMonitor<LearningOptions>>().Get(deployment),
            sp.GetRequiredService<SignalHub>(),
            sp.GetKeyedService<ModelMonitor>(deployment),
            new DatasetRepository(sp.GetCatalog(), sp.GetArtifacts(), sp.GetRequiredService<TimeProvider>()),
            [.. sp.GetServices<IngestionPipeline>()],
            sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<ILogger<LearningService>>()));
        return builder;
    }

    private static LearningLoop CreateLoop(IServiceProvider services, string deployment)
    {
        ICatalog catalog = services.GetService<ICatalog>()
            ?? throw new LearningException($"Continuous learning of '{deployment}' needs a store: choose one, for example AddAiInfra(ai => ai.StoreIn(\"data\")).");
        Deployment served = services.GetKeyedService<Deployment>(deployment)
            ?? throw new LearningException($"Continuous learning of '{deployment}' needs its deployment: add it with AddServing(\"{deployment}\").");
        ITrainingRecipe? own = services.GetKeyedService<LoopRecipe>(deployment)?.Recipe, training = services.GetKeyedService<ITrainingRecipe>(deployment);
        if (own is not null && training is not null)
        {
            throw new LearningException($"Both AddTraining(\"{deployment}\") and AddContinuousLearning(\"{deployment}\", loop => loop.Recipe(…)) say how '{deployment}' is trained. Leave one of them out.");
        }

        ITrainingRecipe recipe = own ?? training ?? services.GetService<ITrainingRecipe>() ?? BestOfRecipe.From(services, deployment);
        return new LearningLoop(
            services.GetRequiredService<IOptionsMonitor<LearningOptions>>().Get(deployment),
            served,
            catalog,
            services.GetRequiredService<IArtifactStore>(),
            services.GetKeyedService<ModelMonitor>(deployment),
            recipe,
            [.. services.GetServices<ILearningSink>(), .. services.GetKeyedServices<ILearningSink>(deployment)],
            services.GetService<TimeProvider>(),
            services.GetService<ILogger<LearningLoop>>(),
            services.GetKeyedService<Evaluator>(deployment));
    }
}
