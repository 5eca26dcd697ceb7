namespace AiInfra.Training.Optimization;

/// <summary>How the learning rate changes: a factor on the optimizer's own rate. A formula of the step, so that a resumed training needs nothing remembered.</summary>
public interface ILearningRateSchedule
{
    /// <summary>Whether <see cref="Factor"/> needs the total number of steps.</summary>
    bool NeedsTotal => false;

    /// <summary>The factor for an optimizer step.</summary>
    /// <param name="step">The step about to be taken, from 0.</param>
    /// <param name="totalSteps">Steps the training will take at most; 0 where that is unknown and not needed.</param>
    double Factor(long step, long totalSteps);
}
