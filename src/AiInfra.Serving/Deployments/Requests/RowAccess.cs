using AiInfra.Core.Rows;
using AiInfra.Serving.Deployments.Versions;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>One row in, one row out.</summary>
internal sealed class RowAccess : IAccess<Row, Row>
{
    public ModelLane<Row, Row> Lane(LoadedVersion version) => version.Rows ?? throw NoRows(version);

    public static InferenceRequestException NoRows(LoadedVersion version) =>
        new("Request", $"tensors for {version.Model.Signature}", "a row; the model has open dimensions besides the first");
}
