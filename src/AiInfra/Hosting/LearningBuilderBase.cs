using AiInfra.Core.Rows;
using AiInfra.Learning;
using AiInfra.Metrics.Curves;
using AiInfra.Training.Recipes;
using AiInfra.Training.Tabular;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Hosting;

/// <summary>What says how a deployment goes on learning, by columns (<see cref="LearningBuilder"/>) or by a record's properties (<see cref="LearningBuilder{T}"/>). Sugar over <see cref="LearningOptions"/>. What <c>AddTraining</c> of the same name says (dataset, target, columns left out, network, recipe) holds here too and need not be said again.</summary>
/// <typeparam name="TBuilder">The builder itself, so that every call gives it back.</typeparam>
public abstract class LearningBuilderBase<TBuilder>
    where TBuilder : LearningBuilderBase<TBuilder>
{
    private protected LearningBuilderBase(IServiceCollection services, string name)
    {
        Services = services;
        Name = name;
    }

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Name of the deployment that learns.</summary>
    public string Name { get; }

    /// <summary>Names the dataset that the first model is trained on, where the deployment has no champion yet.</summary>
    /// <param name="dataset">Its name, as an ingestion of this host writes it.</param>
    /// <param name="comesLater">Whether it may be one that nobody knows yet: another process will write it.</param>
    public TBuilder On(string dataset, bool comesLater = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataset);
        return Configure(o => (o.Dataset, o.DatasetComesLater) = (dataset, comesLater));
    }

    /// <summary>Names the column to learn.</summary>
    public TBuilder Target(string column)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(column);
        return Configure(o => o.Target = column);
    }

    /// <summary>The column holds classes, also where they are many numbers. Without <see cref="Classify"/> or <see cref="Regress"/> its values decide (<see cref="TaskChoice"/>).</summary>
    public TBuilder Classify() => Configure(o => o.Task = ModelTask.Classification);

    /// <summary>The column holds numbers, also where they are few.</summary>
    public TBuilder Regress() => Configure(o => o.Task = ModelTask.Regression);

    /// <summary>Of two classes, the threshold that a rule finds decides instead of the most probable class, for example <c>DecisionRule.AtRecall(0.8).For("fraud")</c>. It is chosen on rows of their own (<see cref="LearningOptions.Decision"/>) and served in the model's file.</summary>
    public TBuilder DecideBy(DecisionRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Configure(o => o.Decision = rule);
    }

    /// <summary>Whether drift of the inputs asks for a retraining.</summary>
    public TBuilder RetrainOnDrift(bool retrain = true) => Configure(o => o.OnDrift = retrain);

    /// <summary>Whether a drop in quality asks for a retraining.</summary>
    public TBuilder RetrainOnQualityDrop(bool retrain = true) => Configure(o => o.OnQualityDrop = retrain);

    /// <summary>Labelled rows after which a retraining is tried without an alarm; 0 never.</summary>
    public TBuilder RetrainEvery(int rows) => Configure(o => o.EveryRows = rows);

    /// <summary>Time after which a retraining is tried without an alarm, beside the volume of rows.</summary>
    public TBuilder RetrainEvery(TimeSpan time) => Configure(o => o.EveryTime = time);

    /// <summary>Serves a first model also where the evaluation's gate does not pass it, with a warning; otherwise the deployment waits for one that passes.</summary>
    public TBuilder ServeFirstModelAnyway(bool serve = true) => Configure(o => o.ServeFirstModelAnyway = serve);

    /// <summary>Lets new versions take other columns than the champion takes; callers must send what they take.</summary>
    public TBuilder AllowOtherInputs(bool allow = true) => Configure(o => o.AllowOtherInputs = allow);

    /// <summary>How sure the loop's own gate must be, as one-sided confidences between 0.5 and 1; null leaves the default. Where <c>AddEvaluation</c> of the same name has a gate, that one decides.</summary>
    /// <param name="confidence">Without an alarm: that a challenger is better; otherwise it is refused.</param>
    /// <param name="underAlarm">Under an alarm: that a challenger is worse; otherwise it is promoted.</param>
    public TBuilder PromoteWhenGatePasses(double? confidence = null, double? underAlarm = null) => Configure(o =>
    {
        o.Confidence = confidence ?? o.Confidence;
        o.ConfidenceUnderAlarm = underAlarm ?? o.ConfidenceUnderAlarm;
    });

    /// <summary>How a new champion is watched; null leaves the default.</summary>
    /// <param name="confidence">One-sided confidence that it is worse, at which it is rolled back.</param>
    /// <param name="watchRows">Labelled rows after a promotion during which it is compared with the one before.</param>
    public TBuilder RollBackWhenWorse(double? confidence = null, int? watchRows = null) => Configure(o =>
    {
        o.RollbackConfidence = confidence ?? o.RollbackConfidence;
        o.WatchRows = watchRows ?? o.WatchRows;
    });

    /// <summary>Trains by a recipe of the loop's own. Where <c>AddTraining</c> of the same name says how, leave this out: both together are refused.</summary>
    /// <exception cref="ArgumentException">The loop has a recipe already.</exception>
    public TBuilder Recipe(Func<IServiceProvider, ITrainingRecipe> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        if (Services.Any(s => s.IsKeyedService && s.ServiceType == typeof(LoopRecipe) && Name.Equals(s.ServiceKey)))
        {
            throw new ArgumentException($"The learning loop of '{Name}' has a recipe already. Name one.", nameof(create));
        }

        Services.AddKeyedSingleton(Name, (services, _) => new LoopRecipe(
            create(services) ?? throw new LearningException($"The recipe of the learning loop of '{Name}' is null: the function given to {nameof(Recipe)} made none.")));
        return (TBuilder)this;
    }

    /// <summary>Adds somebody who hears of what this loop does. Sinks registered as <see cref="ILearningSink"/> services hear of all loops.</summary>
    public TBuilder Sink(ILearningSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        Services.AddKeyedSingleton(Name, sink);
        return (TBuilder)this;
    }

    /// <summary>Sets any other option.</summary>
    public TBuilder Configure(Action<LearningOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(Name, configure);
        return (TBuilder)this;
    }
}
