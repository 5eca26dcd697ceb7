using System.Linq.Expressions;
using AiInfra.Core.Rows;
using AiInfra.Core.Studies;
using AiInfra.Training.Export;
using AiInfra.Training.Models;
using AiInfra.Training.Networks;
using AiInfra.Training.Recipes;
using AiInfra.Training.Tabular;
using AiInfra.Training.Tuning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiInfra.Training.Hosting;

/// <summary>Says what a training learns, in terms of a record. Sugar over <see cref="DatasetTrainingOptions"/> and <see cref="TabularOptions"/>. A learning loop of the same name obeys all of it.</summary>
/// <typeparam name="T">The record that the dataset was ingested as.</typeparam>
public sealed class TrainingBuilder<T>
{
    internal TrainingBuilder(IServiceCollection services, string name)
    {
        Services = services;
        Name = name;
    }

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Name of the training.</summary>
    public string Name { get; }

    /// <summary>The recipe that was chosen; null for the network, or the best of all.</summary>
    internal Func<IServiceProvider, ITrainingRecipe>? OwnRecipe { get; private set; }

    /// <summary>Whether the network was told how.</summary>
    internal bool SaysHow { get; private set; }

    /// <summary>Whether the best of all candidates was asked for.</summary>
    internal bool TriesAll { get; private set; }

    /// <summary>Names the dataset, and its branch.</summary>
    public TrainingBuilder<T> On(string dataset, string branch = "main")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataset);
        ArgumentException.ThrowIfNullOrWhiteSpace(branch);
        return Configure(o => (o.Dataset, o.Branch) = (dataset, branch));
    }

    /// <summary>Names what to learn, for example <c>r => r.Class</c>: texts, booleans, enums and few whole numbers are learned as classes, other numbers as numbers (<see cref="TaskChoice"/> has the rule), unless <see cref="Classify"/> or <see cref="Regress"/> say otherwise.</summary>
    /// <exception cref="ArgumentException">It is not a property of the record that stands in a column.</exception>
    public TrainingBuilder<T> Target(Expression<Func<T, object?>> target)
    {
        string column = RecordColumns.Of(target).Name;
        return Configure(o => o.Target = column);
    }

    /// <summary>Leaves properties out of what is learned from, for example a row's name.</summary>
    /// <exception cref="ArgumentException">One is not a property of the record that stands in a column.</exception>
    public TrainingBuilder<T> Without(params Expression<Func<T, object?>>[] properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        string[] columns = [.. properties.Select(p => RecordColumns.Of(p).Name)];
        return Configure(o => o.Without.UnionWith(columns));
    }

    /// <summary>The target holds classes, also where they are numbers.</summary>
    public TrainingBuilder<T> Classify() => Configure(o => o.Task = ModelTask.Classification);

    /// <summary>The target holds numbers, also where they are few.</summary>
    public TrainingBuilder<T> Regress() => Configure(o => o.Task = ModelTask.Regression);

    /// <summary>Sets the network: sizes, members, dropout, activation.</summary>
    public TrainingBuilder<T> Network(MlpDesign design)
    {
        ArgumentNullException.ThrowIfNull(design);
        return Fit(o => o.Design = design);
    }

    /// <summary>Takes a network of one's own, float [batch, width] to [batch, outputs]; its weights should follow from the second argument, the seed.</summary>
    public TrainingBuilder<T> Network(Func<MlpShape, long, TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return Fit(o => o.Network = create);
    }

    /// <summary>Writes modules of this type in the ONNX file of a network of one's own, which is tried on the untrained network before the first pass over the rows. The last converter of a type wins.</summary>
    public TrainingBuilder<T> Converter(IModuleConverter converter)
    {
        ArgumentNullException.ThrowIfNull(converter);
        return Fit(o => o.Converters.Add(converter));
    }

    /// <summary>Trains by another recipe: a library or a network of one's own. <see cref="Network(MlpDesign)"/>, <see cref="Converter"/> and <see cref="Fit"/> are of the network; beside another recipe they are refused.</summary>
    /// <exception cref="ArgumentException">There is a recipe already.</exception>
    public TrainingBuilder<T> Recipe(ITrainingRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Recipe(_ => recipe);
    }

    /// <summary>Trains by another recipe, made with the host's services at hand.</summary>
    /// <exception cref="ArgumentException">There is a recipe already.</exception>
    public TrainingBuilder<T> Recipe(Func<IServiceProvider, ITrainingRecipe> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        OwnRecipe = OwnRecipe is null ? create : throw new ArgumentException($"Training '{Name}' has a recipe already. Name one.", nameof(create));
        return this;
    }

    /// <summary>Trains by the best of the recipes that the host knows: linear model, trees (package AiInfra.Trees) and network, judged by cross-validation. It is what happens where nothing says how; beside <see cref="Fit"/> and <see cref="Network(MlpDesign)"/> it makes the network one candidate of several.</summary>
    public TrainingBuilder<T> BestOf(Action<BestOfOptions>? configure = null)
    {
        TriesAll = true;
        Services.Configure(Name, configure ?? (_ => { }));
        return this;
    }

    /// <summary>Trains a linear model: logistic regression of classes, ridge regression of numbers.</summary>
    /// <param name="configure">What differs from the defaults; checked here.</param>
    /// <exception cref="ArgumentException">There is a recipe already, or an option is out of its range.</exception>
    public TrainingBuilder<T> Linear(Action<LinearOptions>? configure = null)
    {
        var options = new LinearOptions();
        configure?.Invoke(options);
        return Recipe(new LinearRecipe(options));
    }

    /// <summary>Tunes: trial after trial a recipe is made with other parameters, trained and scored, and the best is trained on all rows. Trials are runs below the training's run, and the study stands on the dashboard.</summary>
    /// <param name="make">Makes a recipe from what it asks the trial for, for example <c>trial => new TabularRecipe { LearningRate = trial.Float("rate", 1e-4, 1e-1, log: true) }</c>.</param>
    /// <param name="configure">How it tunes: trials, folds, sampler, pruner.</param>
    /// <exception cref="ArgumentException">There is a recipe already, or the options are wrong.</exception>
    public TrainingBuilder<T> Tuned(Func<Trial, ITrainingRecipe> make, Action<TuneOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(make);
        var options = new TuneOptions();
        configure?.Invoke(options);
        options.Checked(nameof(configure));
        return Recipe(services => new TuneRecipe(make, options, services.GetCatalog().Runs, services.GetCatalog().GetStore<IStudyStore>(), services.GetService<ILogger<Study>>()));
    }

    /// <summary>Sets how the network trains: epochs, learning rate, a network of one's own…</summary>
    public TrainingBuilder<T> Fit(Action<TabularOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        SaysHow = true;
        Services.Configure(Name, configure);
        return this;
    }

    /// <summary>Sets any of the options.</summary>
    public TrainingBuilder<T> Configure(Action<DatasetTrainingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(Name, configure);
        return this;
    }
}
