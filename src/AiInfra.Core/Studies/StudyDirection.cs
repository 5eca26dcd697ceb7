namespace AiInfra.Core.Studies;

/// <summary>Which way an objective is better.</summary>
public enum StudyDirection : byte
{
    /// <summary>Less is better: a loss, an error, a latency.</summary>
    Minimize,

    /// <summary>More is better: an accuracy, a gain.</summary>
    Maximize,
}
