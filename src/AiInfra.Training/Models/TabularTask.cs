namespace AiInfra.Training.Models;

/// <summary>What is learned from a table.</summary>
public enum TabularTask
{
    /// <summary>One of several classes.</summary>
    Classification,

    /// <summary>A number.</summary>
    Regression,
}
