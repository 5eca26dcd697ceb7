namespace AiInfra.Metrics.Text;

/// <summary>A member of the ROUGE family (Lin 2004).</summary>
public enum RougeVariant
{
    /// <summary>Single tokens.</summary>
    Rouge1 = 1,

    /// <summary>Pairs of tokens.</summary>
    Rouge2 = 2,

    /// <summary>Three tokens.</summary>
    Rouge3 = 3,

    /// <summary>Four tokens.</summary>
    Rouge4 = 4,

    /// <summary>Five tokens.</summary>
    Rouge5 = 5,

    /// <summary>Six tokens.</summary>
    Rouge6 = 6,

    /// <summary>Seven tokens.</summary>
    Rouge7 = 7,

    /// <summary>Eight tokens.</summary>
    Rouge8 = 8,

    /// <summary>Nine tokens.</summary>
    Rouge9 = 9,

    /// <summary>Longest common subsequence of the whole texts.</summary>
    RougeL = 10,

    /// <summary>Union of longest common subsequences, sentence by sentence; sentences are lines.</summary>
    RougeLsum = 11,
}
