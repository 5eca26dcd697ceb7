using AiInfra.Core.Catalog;
using AiInfra.Core.Hosting;
using AiInfra.Data.Datasets;
using AiInfra.Training.Hosting;
using AiInfra.Training.Models;
using AiInfra.Training.Recipes;
using AiInfra.Training.Recipes.Selection;
using AiInfra.Training.Runtime;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds training to a host.</summary>
public static class AiInfraTrainingBuilderExtensions
{
    /// <summary>
    /// Adds a training of the network under a name: an <see cref="ITrainingRecipe"/>, which a learning loop of the same name trains by, and a <see cref="TabularTrainer"/>, both keyed services.
    /// Its runs go to the host's catalog, where there is one.
    /// </summary>
    /// <param name="builder">The host's AiInfra.</param>
    /// <param name="name">Name of the training, usually the model's; it is the experiment in the catalog unless the options say another.</param>
    /// <param name="configure">How it trains; checked when the host starts. What it does not set is <see cref="TabularOptions"/>' default for the trainer, and what suits the rows for the recipe.</param>
    /// <exception cref="ArgumentException">There is a training of that name already.</exception>
    public static AiInfraBuilder AddTraining(this AiInfraBuilder builder, string name, Action<TabularOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        RequireFree(builder, name);
        AddOptions(builder.Services, name);
        AddTrainer(builder.Services, name);
        builder.Services.AddKeyedSingleton(name, (provider, _) => new NetworkCandidate().Create(provider, name, provider.GetService<ICatalog>()?.Runs));
        if (configure is not null)
        {
            builder.Services.Configure(name, configure);
        }

        return builder;
    }

    /// <summary>
    /// Adds a training on a dataset of records: <c>services.GetRequiredKeyedService&lt;DatasetTraining&gt;(name)</c> trains on demand, and a learning loop of the same name trains as it says.
    /// Where nothing says how, it trains by the best of the recipes that the host knows (<see cref="BestOfRecipe"/>).
    /// </summary>
    /// <typeparam name="T">The record that the dataset was ingested as; the columns are named as ingestion names them.</typeparam>
    /// <param name="builder">The host's AiInfra, with a store.</param>
    /// <param name="name">Name of the training, usually the model's.</param>
    /// <param name="train">What it learns, from what, how or by which recipe; checked when the host starts.</param>
    /// <exception cref="ArgumentException">The target is not a property of the record that stands in a column, there is a training of that name already, or a recipe of one's own stands beside options of the usual one.</exception>
    public static AiInfraBuilder AddTraining<T>(this AiInfraBuilder builder, string name, Action<TrainingBuilder<T>> train)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(train);
        RequireFree(builder, name);
        builder.AddDatasets();
        IServiceCollection services = builder.Services;
        services.AddCheckedOptions<DatasetTrainingOptions>(name);
        services.AddKeyedSingleton(name, (provider, _) => provider.GetRequiredService<IOptionsMonitor<DatasetTrainingOptions>>().Get(name));
        AddOptions(services, name);
        var said = new TrainingBuilder<T>(services, name);
        train(said);
        if (said.OwnRecipe is not { } create)
        {
            // Who says nothing gets the best of what the host knows; who says how the network trains gets the network.
            services.AddCheckedOptions<BestOfOptions>(name);
            AddTrainer(services, name);
            services.AddKeyedSingleton<ITrainingRecipe>(name, (provider, _) => said.SaysHow && !said.TriesAll
                ? new NetworkCandidate().Create(provider, name, provider.GetService<ICatalog>()?.Runs)
                : BestOfRecipe.From(provider, name));
        }
        else if (said.SaysHow || said.TriesAll)
        {
            throw new ArgumentException($"Training '{name}' has a recipe of its own, and Network, Fit or BestOf say how the usual ones train. Leave one of them out.", nameof(train));
        }
        else
        {
            services.AddKeyedSingleton<ITrainingRecipe>(name, (provider, _) => create(provider)
                ?? throw new InvalidOperationException($"The recipe of training '{name}' is null: the function given to {nameof(TrainingBuilder<T>.Recipe)} made none."));
        }

        services.AddKeyedSingleton(name, (provider, _) => new DatasetTraining(
            name,
            provider.GetRequiredKeyedService<DatasetTrainingOptions>(name),
            provider.GetRequiredKeyedService<ITrainingRecipe>(name),
            provider.GetRequiredService<DatasetRepository>(),
            said.OwnRecipe is null ? () => provider.GetRequiredKeyedService<TabularTrainer>(name) : null));
        return builder;
    }

    /// <summary>Says how libtorch is loaded: from which directory, with how many threads.</summary>
    public static AiInfraBuilder UseLibtorch(this AiInfraBuilder builder, Action<LibtorchOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddCheckedOptions<LibtorchOptions>().Configure(configure);
        return builder;
    }

    private static void RequireFree(AiInfraBuilder builder, string name)
    {
        if (builder.Services.Any(s => s.IsKeyedService && s.ServiceType == typeof(ITrainingRecipe) && name.Equals(s.ServiceKey)))
        {
            throw new ArgumentException($"There is a training '{name}' already. Say all of it in one AddTraining.", nameof(name));
        }
    }

    /// <summary>The options come first, so that whatever the host says of them holds.</summary>
    private static void AddOptions(IServiceCollection services, string name) =>
        services.AddCheckedOptions<TabularOptions>(name).Configure(o => o.Tracking.Experiment = name);

    private static void AddTrainer(IServiceCollection services, string name)
    {
        services.AddKeyedSingleton(name, (provider, _) =>
        {
            LoadLibtorch(provider);
            return new TabularTrainer(
                provider.GetRequiredService<IOptionsMonitor<TabularOptions>>().Get(name),
                provider.GetService<ICatalog>()?.Runs,
                provider.GetService<ILogger<TabularTrainer>>(),
                provider.GetService<TimeProvider>());
        });
    }

    private static void LoadLibtorch(IServiceProvider provider) =>
        Libtorch.Load(provider.GetService<IOptions<LibtorchOptions>>()?.Value, provider.GetService<ILoggerFactory>()?.CreateLogger(typeof(Libtorch).FullName!));
}
