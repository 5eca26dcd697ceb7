using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Rows;

/// <summary>Several rows in one request.</summary>
internal sealed class RowsCodec(RowCodec one) : IModelCodec<ArraySegment<Row>, Row[]>
{
    public int Rows(ArraySegment<Row> request) => request.Count;

    public void Write(ArraySegment<Row> request, ModelSlot slot, int row)
    {
        for (int i = 0; i < request.Count; i++)
        {
            one.Write(request[i], slot, row + i);
        }
    }

    public Row[] Read(ArraySegment<Row> request, ModelSlot slot, int row)
    {
        var results = new Row[request.Count];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = one.Read(request[i], slot, row + i);
        }

        return results;
    }
}
