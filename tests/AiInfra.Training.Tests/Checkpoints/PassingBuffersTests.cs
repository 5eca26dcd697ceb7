using AiInfra.Support;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Tasks;
using AiInfra.Training.Tests.Loop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Checkpoints;

public sealed class PassingBuffersTests
{
    [Fact]
    public async Task Resume_OfAModuleWithBuffersThatDoNotPersist_GivesThemBack()
    {
        using var folder = new TemporaryFolder();
        long seen = await RunAsync(folder.Path, 2);
        Assert.Equal(8, seen);
        using TensorFileContent content = TensorFile.Read(new CheckpointStore(folder.Path).List()[0].Path);
        Assert.Equal(8, content.Tensors["model/inner.seen"].item<long>());
        Assert.Equal(12, await RunAsync(folder.Path, 3));
    }

    private static async Task<long> RunAsync(string folder, int epochs)
    {
        using var counting = new Counting();
        using Sequential network = nn.Sequential(("inner", counting));
        using TensorSource source = Blobs.Source(64, 16);
        await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = epochs, RestoreBest = false, Checkpoints = new CheckpointOptions { Directory = folder } }).FitAsync(source);
        return counting.Seen;
    }

    private sealed class Counting : nn.Module<Tensor, Tensor>
    {
        private readonly Linear linear = nn.Linear(4, 2);

        public Counting()
            : base(nameof(Counting))
        {
            RegisterComponents();
            register_buffer("seen", zeros(1, ScalarType.Int64).DetachFromDisposeScope(), persistent: false);
        }

        public long Seen => get_buffer("seen")!.item<long>();

        public override Tensor forward(Tensor input)
        {
            if (training)
            {
                get_buffer("seen")!.add_(1);
            }

            return linear.call(input);
        }
    }
}
