using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Support.Stores;
using AiInfra.Training.Export;
using AiInfra.Training.Recipes;
using Microsoft.Extensions.DependencyInjection;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Hosting;

/// <summary>What a recipe gives is looked at before its run counts as finished.</summary>
public sealed class RecipeFaultTests
{
    private sealed record House(double Size, double Price);

    [Theory]
    [InlineData("null", "Recipe Wrong of 'price' gave no model (null).")]
    [InlineData("task", "Recipe Wrong of 'price' gave no task to wait for (null).")]
    [InlineData("files", "Recipe Wrong of 'price' gave a model without files. Give the files that the runtime 'own' opens.")]
    [InlineData("file", "Recipe Wrong of 'price' gave null for its file 'm.json'.")]
    [InlineData("empty", "Recipe Wrong of 'price' gave no bytes: its files model.onnx are empty.")]
    [InlineData("garbage", "Recipe Wrong of 'price' gave a 'model.onnx' of 5 bytes that is no usable ONNX model: ")]
    public async Task TrainAsync_RecipeWithoutAModel_FailsTheRunAndNamesBoth(string how, string expected)
    {
        using var store = new TemporaryStore();
        var e = await Assert.ThrowsAsync<TrainingException>(() => TrainAsync(store, new Wrong(how)));
        Assert.StartsWith(expected, e.Message, StringComparison.Ordinal);
        Run run = Assert.Single(await store.Catalog.Runs.ListAsync(new RunQuery()));
        Assert.Equal((RunStatus.Failed, e.Message), (run.Status, run.Error));
    }

    [Theory]
    [InlineData("parameters", "Recipe Wrong of 'price' has no Parameters (null).")]
    [InlineData("value", "Recipe Wrong of 'price' has a parameter 'depth' without a value (null).")]
    [InlineData("rows", "Recipe Wrong of 'price' has a parameter 'rows', which every run notes by itself.")]
    public async Task TrainAsync_ParametersThatARunCannotKeep_AreRefusedBeforeTheTraining(string how, string expected)
    {
        using var store = new TemporaryStore();
        var e = await Assert.ThrowsAsync<TrainingException>(() => TrainAsync(store, new Wrong(how)));
        Assert.StartsWith(expected, e.Message, StringComparison.Ordinal);
        Assert.Empty(await store.Catalog.Runs.ListAsync(new RunQuery()));
    }

    [Fact]
    public async Task TrainAsync_CompletionFails_FailsTheRun()
    {
        using var store = new TemporaryStore();
        await Assert.ThrowsAsync<InvalidOperationException>(() => TrainAsync(store, new Wrong("fine"), (_, _) => throw new InvalidOperationException("no room")));
        Assert.Equal(RunStatus.Failed, Assert.Single(await store.Catalog.Runs.ListAsync(new RunQuery())).Status);
        await TrainAsync(store, new Wrong("fine"));
        Assert.Contains(await store.Catalog.Runs.ListAsync(new RunQuery()), r => r.Status == RunStatus.Finished);
    }

    [Fact]
    public void AddTraining_RecipeThatIsNull_NamesTheTraining()
    {
        var services = new ServiceCollection();
        services.AddAiInfra(ai => ai.StoreIn("nowhere")).AddTraining<House>("price", t => t.On("houses").Target(h => h.Price).Recipe(_ => null!));
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Contains("training 'price' is null", Assert.Throws<InvalidOperationException>(() => provider.GetRequiredKeyedService<ITrainingRecipe>("price")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddTraining_RecipeNamedTwice_IsRefused() => Assert.Throws<ArgumentException>(() =>
        new ServiceCollection().AddAiInfra().AddTraining<House>("price", t => t.Recipe(new Wrong("fine")).Recipe(new Wrong("fine"))));

    [Fact]
    public void Add_LambdaThatFitsBothOverloads_IsOfOneInput()
    {
        using var net = nn.Sequential(("a", nn.Linear(3, 4)), ("b", nn.Softshrink()));
        var exporter = new OnnxExporter(new ModuleConverters().Add<TorchSharp.Modules.Softshrink>((m, x, c) => throw new NotSupportedException("not yet")));
        Assert.Throws<NotSupportedException>(() => exporter.Export(net, [-1, 3]));
    }

    private static Task<(TrainedModel Model, string RunId)> TrainAsync(TemporaryStore store, ITrainingRecipe recipe, Func<TrainedModel, string, Task<TrainedModel>>? complete = null)
    {
        var schema = new RowSchema([new Column("Price", ValueKind.Number)]);
        var request = new TrainingRequest { Rows = RowBatch.Of([new Row(schema, [1.0])]), Target = "Price", Task = ModelTask.Regression, Seed = 1, RunId = "" };
        return recipe.TrainAsync(request, store.Catalog.Runs, new RunStart("price", "training"), complete);
    }

    private sealed class Wrong(string how) : ITrainingRecipe
    {
        public IReadOnlyDictionary<string, string> Parameters => how switch
        {
            "parameters" => null!,
            "value" => new Dictionary<string, string> { ["depth"] = null! },
            "rows" => new Dictionary<string, string> { ["rows"] = "mine" },
            _ => new Dictionary<string, string>(),
        };

        public Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default) => how == "task" ? null! : Task.FromResult(how switch
        {
            "null" => null!,
            "files" => new TrainedModel("own", new Dictionary<string, byte[]>()),
            "file" => new TrainedModel("own", new Dictionary<string, byte[]> { ["m.json"] = null! }),
            "empty" => new TrainedModel([]),
            "fine" => new TrainedModel("own", new Dictionary<string, byte[]> { ["m.json"] = [1] }),
            _ => new TrainedModel([1, 2, 3, 4, 5]),
        });
    }
}
