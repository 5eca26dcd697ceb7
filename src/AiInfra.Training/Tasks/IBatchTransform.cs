using AiInfra.Training.Loading;

namespace AiInfra.Training.Tasks;

/// <summary>Changes a batch before it is learned from: mixes rows, adds noise. It may draw from libtorch's generator: that is seeded by the batch's position, so that a resumed training draws the same.</summary>
public interface IBatchTransform
{
    /// <summary>The changed batch. The given one stays as it is and is not disposed; new tensors go with the step.</summary>
    Batch Apply(Batch batch);
}
