// A stranger's program over the packages: rows, a trained model, ONNX, a deployment, answers.
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Onnx;
using AiInfra.Serving.Deployments;
using AiInfra.Sqlite;
using AiInfra.Training.Models;
using AiInfra.Training.Tabular;
using Microsoft.Extensions.DependencyInjection;

var schema = new RowSchema([new("size", ValueKind.Number), new("color", ValueKind.Text), new("class", ValueKind.Text)]);
var random = new Random(1);
Row[] rows = [.. Enumerable.Range(0, 600).Select(_ =>
{
    double size = random.NextDouble() * 10;
    bool red = random.Next(2) == 0;
    return new Row(schema, [size, red ? "red" : "blue", size + (red ? 3 : 0) > 6 ? "high" : "low"]);
})];
Row[] training = rows[..400], unseen = rows[400..];

using TabularModel model = await new TabularTrainer(new TabularOptions { Seed = 1, Epochs = 20 }).FitAsync(training, "class", ModelTask.Classification);
OnnxModel onnx = model.ToOnnx();

var services = new ServiceCollection();
services.AddAiInfra(ai => ai.StoreIn(args[0])).AddServing("colors", s => s.Batch(maxSize: 32));
await using ServiceProvider provider = services.BuildServiceProvider();
AiInfraStore store = provider.GetRequiredService<AiInfraStore>();
ArtifactDigest file = await store.Artifacts.PutBytesAsync(onnx.ToBytes());
ModelVersion version = await store.Catalog.Models.RegisterAsync(new ModelVersion { Model = "colors", Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = file } });

Deployment deployment = provider.GetRequiredService<IDeployments>().Get("colors");
await deployment.StartAsync();
await deployment.PromoteAsync(version.Version, "consumer", "first");
TabularAnswer[] trained = model.Predict(unseen);
int agree = 0, right = 0;
for (int i = 0; i < unseen.Length; i++)
{
    RowPrediction served = await deployment.PredictAsync(unseen[i]);
    agree += served.Outputs["label"] == trained[i].Value ? 1 : 0;
    right += served.Outputs["label"] == unseen[i]["class"] ? 1 : 0;
}

Console.WriteLine($"version {version.Version}: served {unseen.Length}, agree {agree}, right {right}");
