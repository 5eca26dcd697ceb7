using AiInfra.Serving.Deployments.Versions;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>Tensors by name. The request is checked against the version that answers it.</summary>
internal sealed class TensorAccess : IAccess<IReadOnlyList<NamedTensor>, TensorData[]>
{
    public ModelLane<IReadOnlyList<NamedTensor>, TensorData[]> Lane(LoadedVersion version) => version.Tensors;
}
