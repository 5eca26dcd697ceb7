// <readme> src/AiInfra.Images/README.md 1
using AiInfra.Images.Sources;
using AiInfra.Images.Transforms;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;
// </readme>
using AiInfra.Images.Tests;
using AiInfra.Readmes;
using AiInfra.Training.Runtime;

namespace Readmes;

/// <summary>The code of the package's README, run.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_Folder_IsTrainedOn()
    {
        using var folder = new ReadmeFolder();
        Pictures.Folder("flowers");
        File.WriteAllBytes("flowers/red/004.png", [1, 2, 3]);
        Libtorch.Load();
        using nn.Module<Tensor, Tensor> network = nn.Sequential(("pool", nn.AdaptiveAvgPool2d(1)), ("flat", nn.Flatten()), ("out", nn.Linear(3, 3)));

        // <readme> src/AiInfra.Images/README.md 1
        // Given: nn.Module<Tensor, Tensor> network
        ImageSet images = ImageSet.FromFolder("flowers");                            // flowers/rose/1.jpg, flowers/tulip/7.jpg, …
        var training = new ImageSource(images, Samplers.Stratified(images.Labels(), seed: 1), new ImageSourceOptions
        {
            Transforms = [ImageTransforms.RandomCrop(224, 224), ImageTransforms.Flip(), ImageTransforms.ColorJitter()],
            OnUndecodable = UndecodableImage.LeaveOut,
            Loading = new ItemSourceOptions { BatchSize = 32, Workers = Environment.ProcessorCount },
        });
        TrainingResult result = await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 5 }).FitAsync(training);
        Console.WriteLine($"{training.Undecodable.Count} images were left out");
        // </readme>

        Assert.Equal(5, result.Steps);
        Assert.EndsWith("004.png", Assert.Single(training.Undecodable).Key, StringComparison.Ordinal);
    }
}
