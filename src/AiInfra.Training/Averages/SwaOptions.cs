namespace AiInfra.Training.Averages;

/// <summary>The plain mean of the weights at the end of each epoch of a training's last part (stochastic weight averaging, Izmailov et al. 2018). It is what validations judge from then on and what the module ends with. Batch normalisations take their figures anew, by a pass over the training batches.</summary>
public sealed class SwaOptions : ICheckedOptions
{
    /// <summary>Share of the steps after which averaging begins. It needs a known number of steps.</summary>
    /// <value>0.75, from 0 to below 1.</value>
    public double Start { get; set; } = 0.75;

    /// <summary>Step after which averaging begins, in place of <see cref="Start"/>.</summary>
    /// <value>Null: by <see cref="Start"/>.</value>
    public long? StartStep { get; set; }

    /// <summary>Steps between two weights that are averaged.</summary>
    /// <value>Null: the end of each epoch, and of the training.</value>
    public long? EverySteps { get; set; }

    /// <summary>Factor on the optimizer's own learning rate from the start of averaging on, in place of the schedule's.</summary>
    /// <value>Null: the schedule goes on. A rate that falls to zero has nothing left to average; 0.2 to 0.5 is usual.</value>
    public double? LearningRateFactor { get; set; }

    /// <summary>Steps in which the rate goes from the schedule's to that, by half a cosine.</summary>
    /// <value>0: at once.</value>
    public long AnnealSteps { get; set; }

    /// <summary>Training batches that batch normalisations take their figures from.</summary>
    /// <value>Null: those of a whole epoch.</value>
    public int? BatchNormBatches { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Below(Start, 0, 1)
        .AtLeast(StartStep, 0)
        .AtLeast(EverySteps, 1)
        .Above(LearningRateFactor, 0)
        .AtLeast(AnnealSteps, 0)
        .AtLeast(BatchNormBatches, 1);
}
