using System.Globalization;
using AiInfra.Training.Averages;
using AiInfra.Training.Optimization;
using AiInfra;
using AiInfra.Onnx;
using AiInfra.Sqlite;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Language;
using AiInfra.Training.Loop;
using AiInfra.Training.Runtime;
using TrainLanguageModel;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

try
{
    RunOptions options = RunOptions.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(RunOptions.Usage);
        return 0;
    }

    return await RunAsync(options, stop.Token);
}
catch (OperationCanceledException)
{
    Console.WriteLine("Stopped. Run it again, and it goes on where it stood.");
    return 3;
}
catch (Exception e) when (e is UsageException or AiInfraException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    if (e is UsageException)
    {
        Console.Error.WriteLine();
        Console.Error.WriteLine(RunOptions.Usage);
    }

    return 2;
}

static async Task<int> RunAsync(RunOptions options, CancellationToken cancellationToken)
{
    Libtorch.Load();
    using Corpus corpus = Corpus.Open(options);
    using DecoderModel model = DecoderModel.Create(
        new TransformerOptions { VocabularySize = corpus.Tokenizer.VocabularySize, Context = Corpus.Context, Width = options.Width, Layers = options.Layers, Heads = options.Width / 32, Dropout = 0.1 },
        seed: options.Seed);
    Console.WriteLine($"{corpus.Tokenizer.VocabularySize} tokens, {1 / corpus.TokensPerCharacter:0.00} characters each; {model.parameters().Sum(p => p.numel()) / 1e6:0.00} million parameters; {corpus.Training.Stretches * Corpus.Context} tokens to learn from.");

    TrainingResult result = await TrainAsync(options, corpus, model, cancellationToken);
    double bits = result.Validations.Min(v => v.Metrics["validation/bits-per-character"]);
    Console.WriteLine($"{result.Steps} steps in {result.Elapsed.TotalMinutes:0.0} minutes{(result.ResumedFrom is { } step ? $", the last of them from step {step} on" : "")}: {bits:0.000} bits a character on text held out.");

    string path = Path.Combine(options.Out, "model.onnx");
    OnnxModel file = model.ToOnnx();
    file.Write(path);
    bool alike = Continuations.AreAlike(model, file, corpus);
    Console.WriteLine(alike
        ? $"ONNX Runtime continues all beginnings by the same tokens. {Path.GetFullPath(path)}"
        : "ONNX Runtime continues a beginning by other tokens than TorchSharp.");
    return alike ? 0 : 1;
}

// The rate follows from the step alone, so that a resumed training goes on exactly; the averaged weights make up for a rate that does not fall to zero.
static async Task<TrainingResult> TrainAsync(RunOptions options, Corpus corpus, DecoderModel model, CancellationToken cancellationToken)
{
    using AiInfraStore store = AiInfraStore.Open(Path.Combine(options.Out, "runs"));
    var trainer = new Trainer(
        model.ToTask(new BitsPerCharacter(corpus.TokensPerCharacter)),
        new TrainerOptions
        {
            MaxTime = TimeSpan.FromMinutes(options.Minutes),
            MaxSteps = options.Steps,
            ValidateEveryEpochs = 0,
            ValidateEverySteps = 100,
            Optimizer = Optimizers.AdamW(2e-3, weightDecay: 0.1, beta2: 0.98),
            Groups = [ParameterGroup.BiasesAndNorms(Optimizers.AdamW(2e-3, weightDecay: 0, beta2: 0.98))],
            Schedule = Schedules.Of((step, _) => Math.Min(1, (step + 1) / 60.0) * Math.Sqrt(400.0 / Math.Max(400, step))),
            Ema = new EmaOptions { Decay = 0.99 },
            ClipNorm = 1,
            Precision = options.Precision,
            Seed = options.Seed,
            Checkpoints = new CheckpointOptions { Directory = Path.Combine(options.Out, "checkpoints"), EveryTime = TimeSpan.FromSeconds(30) },
            Tracking = new TrackingOptions { Experiment = "language-model" },
        },
        store.Catalog.Runs);
    trainer.Callbacks.Add(new Progress());
    return await trainer.FitAsync(corpus.Training, corpus.Validation, cancellationToken: cancellationToken);
}
