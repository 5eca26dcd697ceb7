using AiInfra.Images.Decoding;
using AiInfra.Images.Transforms;
using AiInfra.Training.Loading;

namespace AiInfra.Images.Sources;

/// <summary>How images become batches.</summary>
public sealed class ImageSourceOptions : ICheckedOptions
{
    /// <summary>Batch size, workers, and the seed of the random changes.</summary>
    public ItemSourceOptions Loading { get; set; } = new();

    /// <summary>Changes, in order. The last that sets the size must give all images the same one.</summary>
    /// <value>The middle, 224 x 224.</value>
    public IReadOnlyList<IImageTransform> Transforms { get; set; } = [ImageTransforms.CenterCrop(224, 224)];

    /// <summary>Mean of each channel, of values from 0 to 1; subtracted.</summary>
    /// <value>Those of ImageNet: 0.485, 0.456, 0.406.</value>
    public IReadOnlyList<float> Mean { get; set; } = [0.485f, 0.456f, 0.406f];

    /// <summary>Standard deviation of each channel; divided by.</summary>
    /// <value>Those of ImageNet: 0.229, 0.224, 0.225.</value>
    public IReadOnlyList<float> Deviation { get; set; } = [0.229f, 0.224f, 0.225f];

    /// <summary>What an image that can't be decoded does.</summary>
    /// <value><see cref="UndecodableImage.Fail"/>.</value>
    public UndecodableImage OnUndecodable { get; set; }

    /// <summary>How large an image may be.</summary>
    public ImageLimits Limits { get; set; } = new();

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Set(Transforms)
        .Must(Mean is { Count: 3 } && Deviation is { Count: 3 }, $"{nameof(Mean)} and {nameof(Deviation)} have three channels, red, green and blue.")
        .Must(Deviation?.All(d => d > 0) ?? false, $"{nameof(Deviation)} is divided by, and must be above 0.")
        .Nested(Loading)
        .Nested(Limits);
}
