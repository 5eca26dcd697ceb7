namespace JudgeModel;

/// <summary>What the models of a table say.</summary>
internal enum JudgedKind
{
    /// <summary>A probability of the second of two classes.</summary>
    Probabilities,

    /// <summary>One of the classes of the truth, as text or number.</summary>
    Classes,

    /// <summary>A number like the truth.</summary>
    Numbers,
}
