using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments;
using AiInfra.Sqlite;

namespace TrainTable;

/// <summary>The file as a version of a deployment, which answers a row.</summary>
internal static class ServedFile
{
    public static async Task<RowPrediction> AskAsync(string folder, string onnx, Row row)
    {
        using AiInfraStore store = AiInfraStore.Open(folder);
        ModelVersion version = await store.Catalog.RegisterFileAsync(store.Artifacts, "table", onnx);
        await using var deployment = new Deployment("table", store.Catalog, store.Artifacts);
        await deployment.StartAsync();
        await deployment.PromoteAsync(version.Version, "TrainTable", "trained just now", allowOtherSignature: true);
        return await deployment.PredictAsync(row);
    }
}
