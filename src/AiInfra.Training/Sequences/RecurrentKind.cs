namespace AiInfra.Training.Sequences;

/// <summary>The cell of a recurrent network.</summary>
public enum RecurrentKind
{
    /// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997).</summary>
    Lstm,

    /// <summary>Gated recurrent unit (Cho et al. 2014).</summary>
    Gru,
}
