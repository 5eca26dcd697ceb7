using AiInfra.Core.Rows;
using AiInfra.Training.Recipes;

namespace AiInfra.Training.Tuning;

/// <summary>How <see cref="TuneRecipe"/> tunes another recipe.</summary>
public sealed class TuneOptions : ICheckedOptions
{
    /// <summary>The study: how many trials, which sampler and pruner, when it stops. Its one direction is that of <see cref="Score"/>.</summary>
    /// <value>30 trials of a TPE search.</value>
    public StudyOptions Study { get; set; } = new() { MaxTrials = 30 };

    /// <summary>How the rows judge a trial: 1 trains on the older ones and judges by the newest, more is cross-validation with so many parts, whose scores are averaged and reported one by one.</summary>
    /// <value>1.</value>
    public int Folds { get; set; } = 1;

    /// <summary>Share of the rows, the newest, that judge where there is one part.</summary>
    /// <value>0.2.</value>
    public double HeldOut { get; set; } = 0.2;

    /// <summary>Scores a model on rows that it has not seen: the model, the request that it was trained by, the rows.</summary>
    /// <value>Null: of an ONNX model the mean logarithmic loss of a classification, the root of the mean squared error of a regression; less is better.</value>
    public Func<TrainedModel, TrainingRequest, RowBatch, double>? Score { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Set(Study)
        .Nested(Study)
        .Must(Study is null or { Directions.Count: <= 1 }, $"Study has one objective; its Directions has {Study?.Directions?.Count}.")
        .Between(Folds, 1, 1000)
        .Inside(HeldOut, 0, 1);
}
