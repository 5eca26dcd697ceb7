namespace AiInfra.Learning;

/// <summary>Hears of what the loop does. Called from within the loop: take note and return.</summary>
public interface ILearningSink
{
    /// <summary>The loop did something.</summary>
    void OnLearning(LearningEvent happened);
}
