using AiInfra.Core.Rows;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Hosting;

/// <summary>What a <see cref="DatasetTraining"/> learns, and from what.</summary>
public sealed class DatasetTrainingOptions : ICheckedOptions
{
    /// <summary>The dataset to learn from.</summary>
    /// <value>None; it must be named.</value>
    public string Dataset { get; set; } = "";

    /// <summary>Its branch.</summary>
    /// <value>"main".</value>
    public string Branch { get; set; } = "main";

    /// <summary>The column to learn.</summary>
    /// <value>None; it must be named.</value>
    public string Target { get; set; } = "";

    /// <summary>What is learned.</summary>
    /// <value>Null: what the column's values say, by the rule of <see cref="TaskChoice"/>; a training tells which one it was.</value>
    public ModelTask? Task { get; set; }

    /// <summary>Columns not to learn from, for example a row's name.</summary>
    public ISet<string> Without { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Must(!string.IsNullOrWhiteSpace(Dataset) && !string.IsNullOrWhiteSpace(Branch), "The training names no dataset: say On(\"…\").")
        .Must(!string.IsNullOrWhiteSpace(Target), "The training names no column to learn: say Target(r => r.…).")
        .Must(!Without.Contains(Target), $"The training leaves out '{Target}', which it is to learn.");
}
