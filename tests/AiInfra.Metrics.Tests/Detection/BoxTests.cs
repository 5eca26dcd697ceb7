using AiInfra.Metrics.Detection;

namespace AiInfra.Metrics.Tests.Detection;

public class BoxTests
{
    [Theory]
    [InlineData(0, 0, 10, 10, 1, 1)]
    [InlineData(5, 0, 10, 10, 1 / 3.0, 1 / 3.0)]
    [InlineData(10, 0, 10, 10, 0, 0)]
    [InlineData(20, 0, 10, 10, 0, -1 / 3.0)]
    [InlineData(5, 5, 10, 10, 25 / 175.0, (25 / 175.0) - (50 / 225.0))]
    public void Overlap_Squares_ByHand(double x, double y, double width, double height, double iou, double giou)
    {
        Box one = Box.FromCorner(0, 0, 10, 10), other = Box.FromCorner(x, y, width, height);
        Assert.Equal(iou, one.IoU(other), 1e-15);
        Assert.Equal(giou, one.GIoU(other), 1e-15);
        Assert.Equal(other.IoU(one), one.IoU(other));
    }

    [Fact]
    public void FromCentre_SameBox() => Assert.Equal(Box.FromCorner(0, 2, 10, 4), Box.FromCentre(5, 4, 10, 4));

    [Fact]
    public void IoU_TwoPoints_IsNaN() => Assert.True(double.IsNaN(new Box(1, 1, 1, 1).IoU(new Box(1, 1, 1, 1))));
}
