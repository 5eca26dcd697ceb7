namespace AiInfra.Training.Loop;

/// <summary>How much each batch of an optimizer step counts where there are several (<see cref="TrainerOptions.AccumulateBatches"/>).</summary>
public enum BatchWeighting
{
    /// <summary>By its rows: the step is that of one large batch of all their rows.</summary>
    Rows,

    /// <summary>By the elements of its target that are not negative: for losses that are means over tokens, of which padding (−100) does not count.</summary>
    Targets,

    /// <summary>All alike, whatever is in them.</summary>
    Alike,
}
