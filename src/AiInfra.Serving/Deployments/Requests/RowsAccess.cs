using AiInfra.Core.Rows;
using AiInfra.Serving.Deployments.Versions;
using AiInfra.Serving.Rows;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>Several rows in one request.</summary>
internal sealed class RowsAccess : IAccess<ArraySegment<Row>, Row[]>
{
    public ModelLane<ArraySegment<Row>, Row[]> Lane(LoadedVersion version) =>
        version.Lane<ArraySegment<Row>, Row[]>(this, v => new RowsCodec(v.RowCodec ?? throw RowAccess.NoRows(v)));
}
