namespace AiInfra.Training.Networks;

/// <summary>How a hidden layer's values are normalised before the activation.</summary>
public enum MlpNormalization
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Over each row (Ba et al. 2016).</summary>
    Layer,

    /// <summary>Over the batch in training, by running figures afterwards (Ioffe and Szegedy 2015). A batch of one row can't be trained on.</summary>
    Batch,
}
