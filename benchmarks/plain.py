"""What the API is compared with: a plain DRF ModelViewSet over the same table, as a tutorial would have it.

No permission is checked and nobody is asked who they are; pages are numbered and counted; connections persist.
`benchmarks.plain_settings` serves it.
"""

from django.urls import include, path
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import AllowAny
from rest_framework.routers import DefaultRouter
from rest_framework.serializers import DecimalField, ModelSerializer, PrimaryKeyRelatedField
from rest_framework.viewsets import ModelViewSet

from members.models import Person
from resources.models import Offer


class PlainOfferSerializer(ModelSerializer[Offer]):
    # Declared, because the model's own forms do not offer them.
    latitude = DecimalField(max_digits=8, decimal_places=5)
    longitude = DecimalField(max_digits=8, decimal_places=5)
    posted_by = PrimaryKeyRelatedField(queryset=Person.objects.all())

    class Meta:
        model = Offer
        fields = "__all__"


class NumberedPages(PageNumberPagination):
    page_size = 25


class PlainOffers(ModelViewSet[Offer]):
    queryset = Offer.objects.all()
    serializer_class = PlainOfferSerializer
    pagination_class = NumberedPages
    permission_classes = [AllowAny]
    authentication_classes = []


router = DefaultRouter()
router.register("offers", PlainOffers)
urlpatterns = [path("plain/", include(router.urls))]
