namespace AiInfra.Training.Tabular;

/// <summary>What the order of a table's rows means.</summary>
public enum RowOrder
{
    /// <summary>Nothing: rows may be shuffled, as those of a table that somebody exported, sorted or not.</summary>
    None,

    /// <summary>Time, the newest row last, as in a stream: the future is judged by the newest rows.</summary>
    Time,
}
