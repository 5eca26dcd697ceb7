using AiInfra.Core.Tracking;

namespace AiInfra.Training.Loop;

/// <summary>The run that a training keeps in the catalog, where a run store is given.</summary>
public sealed class TrackingOptions
{
    /// <summary>The experiment, for example the model's name.</summary>
    /// <value>"training".</value>
    public string Experiment { get; set; } = "training";

    /// <summary>A name for people.</summary>
    public string? Name { get; set; }

    /// <summary>A run that is there already: metrics are added to it, and ending it is left to whoever started it.</summary>
    /// <value>Null: a run is started and ended.</value>
    public string? RunId { get; set; }

    /// <summary>The run that started this one.</summary>
    public string? ParentId { get; set; }

    /// <summary>Parameters to keep beside those of the trainer.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; set; } = new Dictionary<string, string>();

    /// <summary>What the run notes by itself: code, environment, how busy the machine is.</summary>
    /// <value>All of it, the machine every 10 seconds.</value>
    public RunLoggerOptions Logging { get; set; } = new();
}
