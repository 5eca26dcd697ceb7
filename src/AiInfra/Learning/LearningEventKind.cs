namespace AiInfra.Learning;

/// <summary>What the loop did.</summary>
public enum LearningEventKind
{
    /// <summary>It began to train a challenger.</summary>
    Retraining,

    /// <summary>A version became the champion.</summary>
    Promotion,

    /// <summary>A challenger did not pass the gate.</summary>
    Refusal,

    /// <summary>A promoted version turned out worse, and the one before it came back.</summary>
    Rollback,

    /// <summary>A retraining ended in an error; the champion goes on answering, and the next try waits longer.</summary>
    Failure,
}
