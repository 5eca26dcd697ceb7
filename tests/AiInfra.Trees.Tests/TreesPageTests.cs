// <readme> docs/trees.md 1
using AiInfra.Core.Rows;
using AiInfra.Trees.Models;
// </readme>
using AiInfra.Readmes;

namespace Readmes;

/// <summary>Block 1 of docs/trees.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class TreesPageTests
{
    [Fact]
    public async Task Page_Monotone_WritesAFileThatNeverFalls()
    {
        using var folder = new ReadmeFolder();
        var random = new Random(1);
        Row[] rows = [.. Enumerable.Range(0, 400).Select(_ => random.NextDouble() * 100).Select(size => Row.From(new { size, price = (size * 10) + (random.NextDouble() * 200) }))];

        // <readme> docs/trees.md 1
        // Given: Row[] rows
        var trainer = new TreesTrainer(new TreesOptions
        {
            Objective = TreesObjective.Huber,                          // the mean price, but for outliers
            Monotone = { ["size"] = MonotoneDirection.Increasing },    // a larger one is never cheaper
        });
        TreesModel model = await trainer.FitAsync(rows, target: "price");
        model.ToOnnx().Write("price.onnx");
        // </readme>

        double[] prices = [.. model.Predict([.. Enumerable.Range(0, 100).Select(i => Row.From(new { size = (double)i }))]).Select(a => a.Value.AsNumber())];
        Assert.Equal(prices.Order(), prices);
        Assert.InRange(prices[50], 540, 660);
        Assert.True(File.Exists("price.onnx"));
    }
}
