namespace AiInfra.Core.Rows;

/// <summary>What a model answers.</summary>
public enum ModelTask
{
    /// <summary>One of a set of classes.</summary>
    Classification,

    /// <summary>A number.</summary>
    Regression,
}
