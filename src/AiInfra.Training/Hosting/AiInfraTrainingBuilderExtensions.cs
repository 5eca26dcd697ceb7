using AiInfra.Core.Catalog;
using AiInfra.Core.Hosting;
using AiInfra.Data.Datasets;
using AiInfra.Training.Hosting;
using AiInfra.Training.Models;
using AiInfra.Training.Runtime;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds training to a host.</summary>
public static class AiInfraTrainingBuilderExtensions
{
    /// <summary>Adds a <see cref="TabularTrainer"/> under a name: <c>services.GetRequiredKeyedService&lt;TabularTrainer&gt;(name)</c>. Its runs go to the host's catalog, where there is one.</summary>
    /// <param name="builder">The host's AiInfra.</param>
    /// <param name="name">Name of the training, usually the model's; it is the experiment in the catalog unless the options say another.</param>
    /// <param name="configure">How it trains; checked when the host starts.</param>
    public static AiInfraBuilder AddTraining(this AiInfraBuilder builder, string name, Action<TabularOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        OptionsBuilder<TabularOptions> options = builder.Services.AddOptions<TabularOptions>(name).Configure(o => o.Tracking.Experiment = name);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        options.ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TabularOptions>, TabularOptionsValidator>());
        builder.Services.AddKeyedSingleton(name, (services, _) =>
        {
            Libtorch.Load(services.GetService<IOptions<LibtorchOptions>>()?.Value, services.GetService<ILoggerFactory>()?.CreateLogger(typeof(Libtorch).FullName!));
            return new TabularTrainer(
                services.GetRequiredService<IOptionsMonitor<TabularOptions>>().Get(name),
                services.GetService<ICatalog>()?.Runs,
                services.GetService<ILogger<TabularTrainer>>(),
                services.GetService<TimeProvider>());
        });
        return builder;
    }

    /// <summary>
    /// Adds a training on a dataset of records: <c>services.GetRequiredKeyedService&lt;DatasetTraining&gt;(name).FitAsync()</c>.
    /// Its <see cref="TabularTrainer"/> is there under the same name.
    /// </summary>
    /// <typeparam name="T">The record that the dataset was ingested as; the columns are named as ingestion names them.</typeparam>
    /// <param name="builder">The host's AiInfra, with a store.</param>
    /// <param name="name">Name of the training, usually the model's.</param>
    /// <param name="train">What it learns, from what and how; checked when the host starts.</param>
    /// <exception cref="ArgumentException">The label is not a property of the record that stands in a column.</exception>
    public static AiInfraBuilder AddTraining<T>(this AiInfraBuilder builder, string name, Action<TrainingBuilder<T>> train)
    {
        ArgumentNullException.ThrowIfNull(train);
        builder.AddTraining(name).AddDatasets();
        builder.Services.AddOptions<DatasetTrainingOptions>(name).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DatasetTrainingOptions>, DatasetTrainingOptionsValidator>());
        train(new TrainingBuilder<T>(builder.Services, name));
        builder.Services.AddKeyedSingleton(name, (services, _) => new DatasetTraining(
            services.GetRequiredService<IOptionsMonitor<DatasetTrainingOptions>>().Get(name),
            services.GetRequiredKeyedService<TabularTrainer>(name),
            services.GetRequiredService<DatasetRepository>()));
        return builder;
    }

    /// <summary>Says how libtorch is loaded: from which directory, with how many threads.</summary>
    public static AiInfraBuilder UseLibtorch(this AiInfraBuilder builder, Action<LibtorchOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder;
    }
}
