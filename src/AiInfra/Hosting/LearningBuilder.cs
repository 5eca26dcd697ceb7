using AiInfra.Core.Rows;
using AiInfra.Learning;
using AiInfra.Metrics.Curves;
using AiInfra.Training.Models;
using AiInfra.Training.Recipes;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Hosting;

/// <summary>Says how a deployment goes on learning. Sugar over <see cref="LearningOptions"/>. What <c>AddTraining</c> of the same name says (dataset, target, columns left out, network, recipe) holds here too and need not be said again.</summary>
public class LearningBuilder
{
    internal LearningBuilder(IServiceCollection services, string deployment)
    {
        Services = services;
        Deployment = deployment;
    }

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Deployment that learns.</summary>
    public string Deployment { get; }

    /// <summary>Names the dataset that the first model is trained on, where the deployment has no champion yet.</summary>
    /// <param name="dataset">Its name, as an ingestion of this host writes it.</param>
    /// <param name="comesLater">Whether it may be one that nobody knows yet: another process will write it.</param>
    public LearningBuilder On(string dataset, bool comesLater = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataset);
        return Configure(o => (o.Dataset, o.DatasetComesLater) = (dataset, comesLater));
    }

    /// <summary>Names the column to learn.</summary>
    public LearningBuilder Target(string column)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(column);
        return Configure(o => o.Target = column);
    }

    /// <summary>The column holds classes, also where they are many numbers. Without <see cref="Classify"/> or <see cref="Regress"/> its values decide (<see cref="TaskChoice"/>).</summary>
    public LearningBuilder Classify() => Configure(o => o.Task = ModelTask.Classification);

    /// <summary>The column holds numbers, also where they are few.</summary>
    public LearningBuilder Regress() => Configure(o => o.Task = ModelTask.Regression);

    /// <summary>Of two classes, the threshold that a rule finds decides instead of the most probable class, for example <c>DecisionRule.AtRecall(0.8).For("fraud")</c>. It is chosen on rows of their own (<see cref="LearningOptions.Decision"/>) and served in the model's file.</summary>
    public LearningBuilder DecideBy(DecisionRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Configure(o => o.Decision = rule);
    }

    /// <summary>Whether drift of the inputs asks for a retraining.</summary>
    public LearningBuilder RetrainOnDrift(bool retrain = true) => Configure(o => o.OnDrift = retrain);

    /// <summary>Whether a drop in quality asks for a retraining.</summary>
    public LearningBuilder RetrainOnQualityDrop(bool retrain = true) => Configure(o => o.OnQualityDrop = retrain);

    /// <summary>Labelled rows after which a retraining is tried without an alarm; 0 never.</summary>
    public LearningBuilder RetrainEvery(int rows) => Configure(o => o.EveryRows = rows);

    /// <summary>Time after which a retraining is tried without an alarm, beside the volume of rows.</summary>
    public LearningBuilder RetrainEvery(TimeSpan time) => Configure(o => o.EveryTime = time);

    /// <summary>Serves a first model also where the evaluation's gate does not pass it, with a warning; otherwise the deployment waits for one that passes.</summary>
    public LearningBuilder ServeFirstModelAnyway(bool serve = true) => Configure(o => o.ServeFirstModelAnyway = serve);

    /// <summary>Lets new versions take other columns than the champion takes; callers must send what they take.</summary>
    public LearningBuilder AllowOtherInputs(bool allow = true) => Configure(o => o.AllowOtherInputs = allow);

    /// <summary>How sure the loop's own gate must be, as one-sided confidences between 0.5 and 1; null leaves the default. Where <c>AddEvaluation</c> of the same name has a gate, that one decides.</summary>
    /// <param name="confidence">Without an alarm: that a challenger is better; otherwise it is refused.</param>
    /// <param name="underAlarm">Under an alarm: that a challenger is worse; otherwise it is promoted.</param>
    public LearningBuilder PromoteWhenGatePasses(double? confidence = null, double? underAlarm = null) => Configure(o =>
    {
        o.Confidence = confidence ?? o.Confidence;
        o.ConfidenceUnderAlarm = underAlarm ?? o.ConfidenceUnderAlarm;
    });

    /// <summary>How a new champion is watched; null leaves the default.</summary>
    /// <param name="confidence">One-sided confidence that it is worse, at which it is rolled back.</param>
    /// <param name="watchRows">Labelled rows after a promotion during which it is compared with the one before.</param>
    public LearningBuilder RollBackWhenWorse(double? confidence = null, int? watchRows = null) => Configure(o =>
    {
        o.RollbackConfidence = confidence ?? o.RollbackConfidence;
        o.WatchRows = watchRows ?? o.WatchRows;
    });

    /// <summary>Trains by a recipe of the loop's own. Where <c>AddTraining</c> of the same name says how, leave this out: both together are refused.</summary>
    /// <exception cref="ArgumentException">The loop has a recipe already.</exception>
    public LearningBuilder Recipe(Func<IServiceProvider, ITrainingRecipe> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        if (Services.Any(s => s.IsKeyedService && s.ServiceType == typeof(LoopRecipe) && Deployment.Equals(s.ServiceKey)))
        {
            throw new ArgumentException($"The learning loop of '{Deployment}' has a recipe already. Name one.", nameof(create));
        }

        Services.AddKeyedSingleton(Deployment, (services, _) => new LoopRecipe(
            create(services) ?? throw new LearningException($"The recipe of the learning loop of '{Deployment}' is null: the function given to {nameof(Recipe)} made none.")));
        return this;
    }

    /// <summary>Adds somebody who hears of what this loop does. Sinks registered as <see cref="ILearningSink"/> services hear of all loops.</summary>
    public LearningBuilder Sink(ILearningSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        Services.AddKeyedSingleton(Deployment, sink);
        return this;
    }

    /// <summary>Sets any other option.</summary>
    public LearningBuilder Configure(Action<LearningOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(Deployment, configure);
        return this;
    }
}
